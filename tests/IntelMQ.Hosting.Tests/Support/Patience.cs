namespace IntelMQ.Hosting.Tests.Support;

/// <summary>Waits for what comes about by itself.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task UntilAsync(Func<ValueTask<bool>> holds)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Limit, "It has not come about in a minute.");
            await Task.Delay(10);
        }
    }
}
