// Whether Java itself ends the process (System.exit): its JVM must not be touched then.
#pragma once

namespace bridge {

bool java_is_exiting();
void note_java_is_exiting();

}  // namespace bridge
