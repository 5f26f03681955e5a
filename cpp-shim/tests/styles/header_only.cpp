// 1.x and 2.x, as a log writer in a header has them: the headers in a folder with a name of the team's own, `using
// namespace ons` inside of a namespace, a producer that is made, given up and made again; transactions with members.
#include "styles.hpp"

#include <map>
#include <memory>
#include <sstream>
#include <string>

#include "vendored/ONSClientException.h"
#include "vendored/ONSFactory.h"

namespace service {
namespace log {

using namespace ons;

static const char* DEFAULT_TOPIC = "style-log";

class LogPusher {
 public:
  explicit LogPusher(const std::string& address, bool local = false) : producer(NULL), modeLocal(local) {
    factoryInfo.setFactoryProperty(ONSFactoryProperty::ProducerId, "GID_style_log");
    factoryInfo.setFactoryProperty(ONSFactoryProperty::PublishTopics, DEFAULT_TOPIC);
    factoryInfo.setFactoryProperty(ONSFactoryProperty::MsgContent, "input msg content");
    factoryInfo.setFactoryProperty(ONSFactoryProperty::AccessKey, "any");
    factoryInfo.setFactoryProperty(ONSFactoryProperty::SecretKey, "any");
    factoryInfo.setFactoryProperty("ons.requestTimeoutMillis", "60000");
    factoryInfo.setFactoryProperty(ONSFactoryProperty::NAMESRV_ADDR, address.c_str());
    factoryInfo.setSendMsgTimeout(60000);
    if (!modeLocal) producer = ONSFactory::getInstance()->createProducer(factoryInfo);
  }
  ~LogPusher() {
    if (producer != NULL) producer->shutdown();
  }
  void reinitProducer() {
    if (producer != NULL) producer->shutdown();
    producer = ONSFactory::getInstance()->createProducer(factoryInfo);
  }
  void start() {
    if (!modeLocal && producer != NULL) producer->start();
  }
  std::string push(const std::shared_ptr<std::string>& line) {
    ons::Message message(DEFAULT_TOPIC, "log", factoryInfo.getMessageContent());
    message.setMsgBody(*line);
    ons::SendResultONS result = producer->send(message);
    return result.getMessageId();
  }

 private:
  ONSFactoryProperty factoryInfo;
  Producer* producer;
  bool modeLocal;
};

}  // namespace log

class Booking : public ons::LocalTransactionExecuter, public ons::LocalTransactionChecker {
 public:
  explicit Booking(std::map<std::string, ons::TransactionStatus>& book) : book_(book) {}

 private:
  virtual ons::TransactionStatus execute(ons::Message& value) {
    std::ostringstream line;
    line << value.getTopic() << "/" << value.getMsgID() << ": " << value.toString();
    book_[value.getMsgID()] = line.str().empty() ? ons::Unknow : ons::CommitTransaction;
    return book_[value.getMsgID()];
  }
  virtual ons::TransactionStatus check(ons::Message& value) { return book_[value.getMsgID()]; }

  std::map<std::string, ons::TransactionStatus>& book_;
};

}  // namespace service

bool style_of_header_only(const char* address) {
  service::log::LogPusher pusher(address);
  pusher.start();
  std::string first = pusher.push(std::make_shared<std::string>("first"));
  pusher.reinitProducer();
  pusher.start();
  std::string second = pusher.push(std::make_shared<std::string>("second"));

  std::map<std::string, ons::TransactionStatus> book;
  service::Booking booking(book);
  ons::ONSFactoryProperty info;
  info.setFactoryProperty(ons::ONSFactoryProperty::ProducerId, "GID_style_booking");
  info.setFactoryProperty(ons::ONSFactoryProperty::AccessKey, "any");
  info.setFactoryProperty(ons::ONSFactoryProperty::SecretKey, "any");
  info.setFactoryProperty("ons.requestTimeoutMillis", "60000");
  info.setFactoryProperty(ons::ONSFactoryProperty::NAMESRV_ADDR, address);
  info.setSendMsgTimeout(60000);
  ons::TransactionProducer* producer = ons::ONSFactory::getInstance()->createTransactionProducer(info, &booking);
  producer->start();
  ons::Message message("style-booking", "TagA", "a booking");
  ons::SendResultONS sent = producer->send(message, &booking);
  producer->shutdown();
  delete producer;
  return !first.empty() && first != second && book.size() == 1 && book.count(sent.getMessageId()) == 1;
}
