namespace ons
{
    /// <summary>Told the end of an asynchronous send, exactly once, on a thread of the library; kept alive until then.
    /// </summary>
    public abstract class SendCallbackONS : Disposable
    {
        /// <summary>The server has stored the message.</summary>
        public abstract void onSuccess(SendResultONS sendResult);

        /// <summary>It has not, as far as is known.</summary>
        public abstract void onException(ONSClientException e);
    }
}
