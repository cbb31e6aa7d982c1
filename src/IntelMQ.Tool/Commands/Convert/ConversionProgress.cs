using IntelMQ.Failures;
using Spectre.Console;

namespace IntelMQ.Tool.Commands.Convert;

/// <summary>Runs a conversion, with a bar on standard error where that is a terminal, and tells of failures there.</summary>
internal static class ConversionProgress
{
    private const int MaxTold = 100;

    public static Task<ConversionResult> ShowAsync(Conversion conversion, Stream output, CancellationToken cancellationToken)
    {
        if (Console.IsErrorRedirected || conversion.Lines < 1000)
            return Task.Run(() => Run(conversion, output, static line => Console.Error.WriteLine(line), cancellationToken), cancellationToken);
        IAnsiConsole terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return terminal.Progress().AutoClear(true).StartAsync(async progress =>
        {
            ProgressTask bar = progress.AddTask("Converting", maxValue: conversion.Lines);
            Task<ConversionResult> work = Task.Run(() => Run(conversion, output, line => terminal.WriteLine(line), cancellationToken), cancellationToken);
            while (!work.IsCompleted)
            {
                bar.Value = Math.Min(conversion.Done, conversion.Lines);
                await Task.WhenAny(work, Task.Delay(100, cancellationToken)).ConfigureAwait(false);
            }

            return await work.ConfigureAwait(false);
        });
    }

    private static ConversionResult Run(Conversion conversion, Stream output, Action<string> tell, CancellationToken cancellationToken)
    {
        int told = 0;
        ConversionResult result = conversion.Run(output, Tell, cancellationToken);
        if (told > MaxTold)
            tell($"and {told - MaxTold} failures more");
        return result;

        void Tell(Failure failure)
        {
            if (told++ < MaxTold)
                tell(failure.ToString());
        }
    }
}
