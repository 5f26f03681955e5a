using System.Threading.Tasks;

namespace Ons.Client
{
    /// <summary>Answers as tasks, without making one for each message.</summary>
    internal static class Results
    {
        private static readonly Task<ConsumeResult> Success = Task.FromResult(ConsumeResult.Success);

        internal static Task<ConsumeResult> Of(ConsumeResult result) =>
            result == ConsumeResult.Success ? Success : Task.FromResult(result);
    }
}
