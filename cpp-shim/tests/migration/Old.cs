using ons;

// Uses what the check is to find: see migration.sh.
class Old
{
    void old(Producer producer, Message message)
    {
        producer.send(message);
        producer.sendToTheMoon(message);
        ONSFactory.getInstance().createDelayQueue();
    }
}
