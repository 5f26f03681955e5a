using System;

namespace ons
{
    /// <summary>Programs may dispose of every object of the SDK. Only clients have something to give back, which is
    /// what their shutdown does.</summary>
    public abstract class Disposable : IDisposable
    {
        private protected Disposable()
        {
        }

        /// <summary>Gives back what the object holds; again: no effect.</summary>
        public virtual void Dispose() => GC.SuppressFinalize(this);
    }
}
