using System.Globalization;
using IntelMQ.Pipelines;

namespace QuickStart;

/// <summary>Says how far the pipeline is, every half second, where somebody looks.</summary>
internal static class Progress
{
    public static async Task ShowAsync(Pipeline pipeline, Task run)
    {
        while (await Task.WhenAny(run, Task.Delay(500)) != run)
        {
            if (!Console.IsOutputRedirected)
                Console.Write(string.Create(CultureInfo.InvariantCulture, $"\r{pipeline.Counters.Stored:N0} events written, {pipeline.Counters.Failed:N0} failed ..."));
        }

        if (!Console.IsOutputRedirected)
            Console.Write("\r" + new string(' ', 60) + "\r");
    }
}
