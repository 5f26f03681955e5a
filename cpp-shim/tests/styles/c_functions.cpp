// 1.x and 2.x behind functions of C: objects as void pointers, function pointers as callbacks, texts copied into fields
// of a fixed size, exceptions that become numbers.
#include "styles.hpp"

#include <condition_variable>
#include <cstring>
#include <mutex>
#include <typeinfo>

#include "ONSCallback.h"
#include "ONSFactory.h"

using namespace ons;
using namespace std;

extern "C" {
typedef struct {
  int status;
  char id[128];
} CResult;
typedef void (*CEnd)(CResult);
}

namespace {

class CCallback : public SendCallbackONS {
 public:
  CCallback(CEnd good, CEnd bad) : good_(good), bad_(bad) {}
  virtual ~CCallback() {}
  virtual void onSuccess(SendResultONS& sent) {
    CResult result = {0, ""};
    strncpy(result.id, sent.getMessageId(), sizeof result.id - 1);
    if (good_ != NULL) good_(result);
  }
  virtual void onException(ONSClientException& e) {
    CResult result = {e.GetError(), ""};
    strncpy(result.id, e.GetMsg(), sizeof result.id - 1);
    if (bad_ != NULL) bad_(result);
  }

 private:
  CEnd good_, bad_;
};

struct CProducer {
  ONSFactoryProperty info;
  Producer* inner;
  CCallback* callback;
};

mutex ends_mutex;
condition_variable ended;
int good_ends = 0, bad_ends = 0;

}  // namespace

extern "C" {

static void on_good(CResult result) {
  lock_guard<mutex> lock(ends_mutex);
  good_ends += result.status == 0 && strlen(result.id) > 0;
  ended.notify_all();
}

static void on_bad(CResult result) {
  lock_guard<mutex> lock(ends_mutex);
  bad_ends += result.status != 0 && strlen(result.id) > 0;
  ended.notify_all();
}

static void* CreateProducer(const char* group, const char* address) {
  CProducer* producer = new CProducer();
  producer->info.setFactoryProperty(ONSFactoryProperty::GroupId, group);
  producer->info.setFactoryProperty(ONSFactoryProperty::AccessKey, "AK");
  producer->info.setFactoryProperty(ONSFactoryProperty::SecretKey, "SK");
  producer->info.setFactoryProperty("ons.requestTimeoutMillis", "60000");
  producer->info.setFactoryProperty(ONSFactoryProperty::NAMESRV_ADDR, address);
  producer->info.setFactoryProperty(ONSFactoryProperty::OnsChannel, "ALIYUN");
  producer->info.setSendMsgTimeout(60000);
  producer->info.setSendMsgRetryTimes(2);
  producer->callback = new CCallback(on_good, on_bad);
  return producer;
}

static int StartProducer(void* pointer) {
  CProducer* producer = (CProducer*)pointer;
  try {
    producer->inner = ONSFactory::getInstance()->createProducer(producer->info);
    producer->inner->start();
  } catch (exception&) {
    return 10;
  }
  return 0;
}

static int SendAsync(void* pointer, const char* topic, const char* body) {
  CProducer* producer = reinterpret_cast<CProducer*>(pointer);
  Message message(topic, strlen(topic), "TagA", 4, body, strlen(body));
  try {
    producer->inner->sendAsync(message, producer->callback);
  } catch (exception& e) {
    if (typeid(e) == typeid(ONSClientException)) producer->callback->onException((ONSClientException&)e);
    return 12;
  }
  return 0;
}

static void DestroyProducer(void* pointer) {
  CProducer* producer = (CProducer*)pointer;
  producer->inner->shutdown();
  delete producer->inner;
  delete producer->callback;
  delete producer;
}

}  // extern "C"

bool style_of_c_functions(const char* address) {
  void* producer = CreateProducer("GID_style_c", address);
  bool good = StartProducer(producer) == 0 && SendAsync(producer, "style-c", "body") == 0 &&
              SendAsync(producer, "style-c", "") == 0;
  {
    unique_lock<mutex> lock(ends_mutex);
    good = good && ended.wait_for(lock, chrono::seconds(120), [] { return good_ends + bad_ends == 2; });
  }
  DestroyProducer(producer);
  return good && good_ends == 1;
}
