#ifndef ONS_CLASSIC_ONSCHANNEL_H
#define ONS_CLASSIC_ONSCHANNEL_H

namespace ons {

/// Which cloud a program belongs to. Taken for compatibility, without effect.
enum ONSChannel { CLOUD, ALIYUN, ALL, LOCAL, INNER };

}  // namespace ons

#endif
