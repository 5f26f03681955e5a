#ifndef ONS_CLASSIC_ACTION_H
#define ONS_CLASSIC_ACTION_H

namespace ons {

/// A listener's answer: handled, or to be delivered again later.
enum Action { CommitMessage, ReconsumeLater };

}  // namespace ons

#endif
