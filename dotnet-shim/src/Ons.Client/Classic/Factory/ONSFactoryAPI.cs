using System;
using Modern = Ons.Client;

namespace ons
{
    /// <summary>Makes clients, not started. A property out of range throws ONSClientException, which names key, value
    /// and range.</summary>
    public class ONSFactoryAPI : Disposable
    {
        /// <summary>A factory; ONSFactory.getInstance() has one.</summary>
        public ONSFactoryAPI()
        {
        }

        /// <summary>A producer of messages without order.</summary>
        public virtual Producer createProducer(ONSFactoryProperty factoryProperty) =>
            Create(factoryProperty, () => new Producer(new Modern.Producer(
                factoryProperty.Fill(new Modern.ProducerOptions(), ONSFactoryProperty.ProducerId))));

        /// <summary>A producer of ordered messages.</summary>
        public virtual OrderProducer createOrderProducer(ONSFactoryProperty factoryProperty) =>
            Create(factoryProperty, () => new OrderProducer(new Modern.OrderProducer(
                factoryProperty.Fill(new Modern.ProducerOptions(), ONSFactoryProperty.ProducerId))));

        /// <summary>A producer of transaction messages.</summary>
        public virtual TransactionProducer createTransactionProducer(
            ONSFactoryProperty factoryProperty, ref LocalTransactionChecker checker) =>
            createTransactionProducer(factoryProperty, checker);

        /// <summary>The same, for checkers that are no variables.</summary>
        public virtual TransactionProducer createTransactionProducer(
            ONSFactoryProperty factoryProperty, LocalTransactionChecker checker)
        {
            Translated.Require(checker, "the checker of createTransactionProducer");
            return Create(factoryProperty, () => new TransactionProducer(
                factoryProperty.Fill(new Modern.TransactionProducerOptions(), ONSFactoryProperty.ProducerId),
                checker));
        }

        /// <summary>A consumer that hands messages to listeners.</summary>
        public virtual PushConsumer createPushConsumer(ONSFactoryProperty factoryProperty) =>
            Create(factoryProperty, () => new PushConsumer(
                new Modern.Consumer(
                    factoryProperty.Fill(new Modern.ConsumerOptions(), ONSFactoryProperty.ConsumerId)),
                factoryProperty.RateLimits()));

        /// <summary>A consumer that hands the messages of a sharding key to listeners, in order.</summary>
        public virtual OrderConsumer createOrderConsumer(ONSFactoryProperty factoryProperty) =>
            Create(factoryProperty, () => new OrderConsumer(
                new Modern.OrderConsumer(
                    factoryProperty.Fill(new Modern.OrderConsumerOptions(), ONSFactoryProperty.ConsumerId)),
                factoryProperty.RateLimits()));

        /// <summary>A consumer that fetches messages when it is asked.</summary>
        public virtual PullConsumer createPullConsumer(ONSFactoryProperty factoryProperty) =>
            Create(factoryProperty, () => new PullConsumer(new Modern.PullConsumer(
                factoryProperty.Fill(new Modern.PullConsumerOptions(), ONSFactoryProperty.ConsumerId))));

        private static T Create<T>(ONSFactoryProperty property, Func<T> create)
        {
            Translated.Require(property, "the factory property");
            return Translated.Call(create);
        }
    }
}
