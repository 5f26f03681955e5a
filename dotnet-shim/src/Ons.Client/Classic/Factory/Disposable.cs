using System;

namespace ons
{
    /// <summary>Programs may dispose of every object of the SDK. Only clients hold something, which
    /// their shutdown releases.</summary>
    public abstract class Disposable : IDisposable
    {
        private protected Disposable()
        {
        }

        /// <summary>Releases the object; again: no effect.</summary>
        public virtual void Dispose() => GC.SuppressFinalize(this);
    }
}
