// Programs in the styles that are seen in public, each for its own generation of the SDK; true when all went well.
#pragma once

bool style_of_extension(const char* address);
bool style_of_wrapped_listener(const char* address);
bool style_of_adapter(const char* address);
bool style_of_c_functions(const char* address);
bool style_of_header_only(const char* address);

bool style_of_two_threads(const char* address);
bool style_of_early_listeners(const char* address);
bool style_of_settings(const char* address);
