namespace ons
{
    /// <summary>Goes along with a message to its listener; has no content.</summary>
    public class ConsumeContext : Disposable
    {
    }
}
