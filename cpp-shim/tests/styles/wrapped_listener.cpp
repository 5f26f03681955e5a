// 1.x and 2.x, as a binding to an event loop has them: push and ordered consumers behind one class of its own, messages
// that are copied to the heap and handled on another thread, whose answer the listener waits for.
#include "styles.hpp"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "ONSFactory.h"

using namespace std;
using namespace ons;

namespace {

struct Handed {
  Message* message;
  bool answered, good;
};

class Loop {
 public:
  bool handle(Message& message) {
    Handed handed = {new Message(message), false, false};
    unique_lock<mutex> lock(mutex_);
    waiting_.push_back(&handed);
    changed_.notify_all();
    changed_.wait(lock, [&] { return handed.answered; });
    return handed.good;
  }
  // On the thread of the loop.
  bool turn() {
    unique_lock<mutex> lock(mutex_);
    if (!changed_.wait_for(lock, chrono::seconds(60), [&] { return !waiting_.empty(); })) return false;
    Handed* handed = waiting_.front();
    waiting_.pop_front();
    string body(handed->message->getBody(), handed->message->getBodySize());
    handed->good = body == "hello" && string(handed->message->getTag()) == "TagA" &&
                   handed->message->getStartDeliverTime() == 0 && handed->message->getReconsumeTimes() == 0;
    handed->answered = true;
    delete handed->message;
    changed_.notify_all();
    return handed->good;
  }

 private:
  mutex mutex_;
  condition_variable changed_;
  deque<Handed*> waiting_;
};

class WrappedListener : public MessageListener, public MessageOrderListener {
 public:
  explicit WrappedListener(Loop* loop) : loop_(loop) {}
  virtual ~WrappedListener() {}
  virtual Action consume(Message& message, ConsumeContext& context) {
    (void)context;
    return loop_->handle(message) ? Action::CommitMessage : Action::ReconsumeLater;
  }
  virtual OrderAction consume(Message& message, ConsumeOrderContext& context) {
    (void)context;
    return loop_->handle(message) ? OrderAction::Success : OrderAction::Suspend;
  }

 private:
  Loop* loop_;
};

class WrappedConsumer {
 public:
  WrappedConsumer(bool ordered, ONSFactoryProperty& info) : push_(NULL), order_(NULL) {
    if (ordered) {
      order_ = ONSFactory::getInstance()->createOrderConsumer(info);
    } else {
      push_ = ONSFactory::getInstance()->createPushConsumer(info);
    }
  }
  ~WrappedConsumer() {
    if (push_) push_->shutdown(), delete push_, push_ = NULL;
    if (order_) order_->shutdown(), delete order_, order_ = NULL;
  }
  void Start(const string& topic, const string& tag, WrappedListener* listener) {
    if (push_) push_->subscribe(topic.c_str(), tag.c_str(), listener), push_->start();
    if (order_) order_->subscribe(topic.c_str(), tag.c_str(), listener), order_->start();
  }

 private:
  PushConsumer* push_;
  OrderConsumer* order_;
};

bool received(bool ordered, const char* address) {
  string topic = ordered ? "style-loop-ordered" : "style-loop";
  int threads = 4;
  ONSFactoryProperty info;
  info.setFactoryProperty(ONSFactoryProperty::ConsumerId, ("GID_" + topic).c_str());
  info.setFactoryProperty(ONSFactoryProperty::AccessKey, "any");
  info.setFactoryProperty(ONSFactoryProperty::SecretKey, "any");
  info.setFactoryProperty("ons.requestTimeoutMillis", "60000");
  info.setFactoryProperty(ONSFactoryProperty::ONSAddr, address);
  info.setFactoryProperty(ONSFactoryProperty::ConsumeThreadNums, to_string(threads).c_str());
  info.setSendMsgTimeout(60000);
  Message message(topic.c_str(), "TagA", "hello");
  OrderProducer* producer = ONSFactory::getInstance()->createOrderProducer(info);
  producer->start();
  producer->send(message, "key");
  producer->shutdown();
  delete producer;
  Loop loop;
  WrappedListener listener(&loop);
  WrappedConsumer consumer(ordered, info);
  consumer.Start(topic, "*", &listener);
  return loop.turn();
}

}  // namespace

bool style_of_wrapped_listener(const char* address) { return received(false, address) && received(true, address); }
