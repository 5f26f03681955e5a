namespace ons
{
    /// <summary>Goes along with a message to its listener; has nothing to tell.</summary>
    public class ConsumeContext : Disposable
    {
    }
}
