#ifndef OPENONS_CLASSIC_V3_ONSFACTORYAPI_H
#define OPENONS_CLASSIC_V3_ONSFACTORYAPI_H

#include "../ONSClientException.h"
#include "LocalTransactionChecker.h"
#include "ONSFactoryProperty.h"
#include "OrderConsumer.h"
#include "OrderProducer.h"
#include "Producer.h"
#include "PullConsumer.h"
#include "PushConsumer.h"
#include "TransactionProducer.h"

ONS_NAMESPACE_BEGIN

/// Makes clients, not started. Yours: shut each down, then delete it, or leave it to the end of the process.
/// A property out of range throws ONSClientException, which names key, value and range.
class ONSFactoryAPI {
 public:
  virtual ~ONSFactoryAPI() = default;

  virtual Producer* createProducer(ONSFactoryProperty& property) = 0;
  virtual OrderProducer* createOrderProducer(ONSFactoryProperty& property) = 0;
  /// The checker stays yours; keep it until the producer is shut down.
  virtual TransactionProducer* createTransactionProducer(ONSFactoryProperty& property,
                                                         LocalTransactionChecker* checker) = 0;
  virtual PushConsumer* createPushConsumer(ONSFactoryProperty& property) = 0;
  virtual OrderConsumer* createOrderConsumer(ONSFactoryProperty& property) = 0;
  virtual PullConsumer* createPullConsumer(ONSFactoryProperty& property) = 0;
};

ONS_NAMESPACE_END

#endif
