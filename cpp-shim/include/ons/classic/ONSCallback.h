#ifndef ONS_CLASSIC_ONSCALLBACK_H
#define ONS_CLASSIC_ONSCALLBACK_H

#include "SendCallbackONS.h"

#endif
