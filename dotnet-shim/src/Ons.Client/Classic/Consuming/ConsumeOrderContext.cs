namespace ons
{
    /// <summary>Goes along with a message to its ordered listener; has no content.</summary>
    public class ConsumeOrderContext : Disposable
    {
    }
}
