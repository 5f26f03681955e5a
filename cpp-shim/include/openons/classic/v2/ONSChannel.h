#ifndef OPENONS_CLASSIC_V2_ONSCHANNEL_H
#define OPENONS_CLASSIC_V2_ONSCHANNEL_H

#include "generation.hpp"

ONS_NAMESPACE_BEGIN

/// Which cloud a program belongs to. Only says whether keys must be set: on ALIYUN, the default, they must.
enum ONSChannel { CLOUD, ALIYUN, ALL, LOCAL, INNER };

ONS_NAMESPACE_END

#endif
