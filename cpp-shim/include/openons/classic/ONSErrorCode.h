#ifndef OPENONS_CLASSIC_ONSERRORCODE_H
#define OPENONS_CLASSIC_ONSERRORCODE_H

#include "ONSClient.h"

ONS_NAMESPACE_BEGIN

/// Numbers of errors that are found before the library is asked; all others are those of openons::Error::code().
constexpr int SEND_CALLBACK_IS_EMPTY = -1;
constexpr int MESSAGE_LISTENER_IS_EMPTY = -2;
constexpr int MESSAGE_SELECTOR_QUEUE_EMPTY = -3;
constexpr int CONSUME_MESSAGE_LISTENER_IS_NULL = -4;
constexpr int OTHER_ERROR = -999;
constexpr int MESSAGE_BODY_EMPTY = 41302;  ///< The server's number for the same.

ONS_NAMESPACE_END

#endif
