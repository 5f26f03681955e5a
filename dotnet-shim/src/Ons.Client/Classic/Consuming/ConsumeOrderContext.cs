namespace ons
{
    /// <summary>Goes along with a message to its ordered listener; has nothing to tell.</summary>
    public class ConsumeOrderContext : Disposable
    {
    }
}
