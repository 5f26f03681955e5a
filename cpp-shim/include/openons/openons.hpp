/// OpenONS for C++11 and later: everything. Header-only, over the C interface of libonsclient.
///
///     auto producer = openons::Producer::open({{"NAMESRV_ADDR", "127.0.0.1:8081"},
///                                              {"AccessKey", "any"}, {"SecretKey", "any"}});
///     producer.start();
///     std::cout << producer.send({"orders", "hello"}).message_id << "\n";
///
/// The namespace is `openons`, since `ons` belongs to the classic classes (ONSFactory.h): both have a Producer and a
/// Message, and one program may use both.
#ifndef OPENONS_OPENONS_HPP
#define OPENONS_OPENONS_HPP

#include "consumer.hpp"
#include "error.hpp"
#include "message.hpp"
#include "producer.hpp"
#include "properties.hpp"
#include "pull_consumer.hpp"
#include "runtime.hpp"
#include "transaction_producer.hpp"

#endif
