#include "onsclient.h"

/* The initialisers are as long as their structures, and the enumerations as in every language. */
ons_message_t a_message = ONS_MESSAGE_INIT;
ons_error_t an_error = ONS_ERROR_INIT;
ons_send_result_t a_result = ONS_SEND_RESULT_INIT;
ons_statistics_t some_statistics = ONS_STATISTICS_INIT;
ons_runtime_options_t some_options = ONS_RUNTIME_OPTIONS_INIT;

ons_str_t a_text(void) { return ONS_STR("text"); }
