#ifndef OPENONS_CLASSIC_V2_ACTION_H
#define OPENONS_CLASSIC_V2_ACTION_H

#include "generation.hpp"

/// A listener's answer: handled, or to be delivered again later. Global, as programs expect it.
enum Action { CommitMessage, ReconsumeLater };

ONS_NAMESPACE_BEGIN
using ::Action;
using ::CommitMessage;
using ::ReconsumeLater;
ONS_NAMESPACE_END

#endif
