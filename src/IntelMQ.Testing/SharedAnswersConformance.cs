using IntelMQ.State;
using IntelMQ.Testing.Conformance;

namespace IntelMQ.Testing;

/// <summary>What every cache of answers behind look-ups has to fulfil. It may forget anything at any time, but not while a case looks.</summary>
public static class SharedAnswersConformance
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The cases, to be run each on its own.</summary>
    public static IReadOnlyList<ConformanceCase<ISharedAnswers>> Cases { get; } =
    [
        new("An answer that is kept is there, and another is not.", static create => RunAsync(create, FindAsync)),
        new("A later answer takes the place of the one before.", static create => RunAsync(create, ReplaceAsync)),
        new("Keys and texts come back as they were, whatever is in them.", static create => RunAsync(create, CopyAsync)),
        new("What is left of an answer's time comes with it, and none where it has none.", static create => RunAsync(create, CountDownAsync)),
        new("An answer is gone when its time is over.", static create => RunAsync(create, ExpireAsync)),
        new("Several may keep and find at once.", static create => RunAsync(create, CompeteAsync)),
        new("A call that is given up before it begins does nothing.", static create => RunAsync(create, GiveUpAsync)),
    ];

    private static async Task RunAsync(Func<CancellationToken, ValueTask<ISharedAnswers>> create, Func<ISharedAnswers, Task> test)
    {
        ISharedAnswers answers = await create(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await test(answers).ConfigureAwait(false);
        }
        finally
        {
            if (answers is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync().ConfigureAwait(false);
            else
                (answers as IDisposable)?.Dispose();
        }
    }

    private static async Task FindAsync(ISharedAnswers answers)
    {
        await answers.KeepAsync("a", new SharedAnswer("1", Hour), default).ConfigureAwait(false);
        Expect.Equal("1", await TextAsync(answers, "a").ConfigureAwait(false));
        Expect.Equal(null, await TextAsync(answers, "b").ConfigureAwait(false));
    }

    private static async Task ReplaceAsync(ISharedAnswers answers)
    {
        await answers.KeepAsync("a", new SharedAnswer("1", Hour), default).ConfigureAwait(false);
        await answers.KeepAsync("a", new SharedAnswer("2", null), default).ConfigureAwait(false);
        SharedAnswer? found = await answers.FindAsync("a", default).ConfigureAwait(false);
        Expect.Equal(new SharedAnswer("2", null), found);
    }

    private static async Task CopyAsync(ISharedAnswers answers)
    {
        string[] texts = ["", " ", "a\tb", "a\nb\r\n", "\"'\\%", "grüße 例え", new string('x', 100_000), "__no_contact"];
        string[] keys = ["a", "A", "a ", "stat:192.0.2.1", "2001:db8::1", "a\tb", "a\nb", "例え"];
        for (int i = 0; i < keys.Length; i++)
            await answers.KeepAsync(keys[i], new SharedAnswer(texts[i], Hour), default).ConfigureAwait(false);
        for (int i = 0; i < keys.Length; i++)
            Expect.Equal(texts[i], await TextAsync(answers, keys[i]).ConfigureAwait(false));
    }

    private static async Task CountDownAsync(ISharedAnswers answers)
    {
        await answers.KeepAsync("a", new SharedAnswer("1", Hour), default).ConfigureAwait(false);
        await answers.KeepAsync("b", new SharedAnswer("1", null), default).ConfigureAwait(false);
        SharedAnswer? timed = await answers.FindAsync("a", default).ConfigureAwait(false);
        Expect.True(timed?.KeptFor is { } left && left > TimeSpan.Zero && left <= Hour);
        SharedAnswer? lasting = await answers.FindAsync("b", default).ConfigureAwait(false);
        Expect.True(lasting is { KeptFor: null });
    }

    private static async Task ExpireAsync(ISharedAnswers answers)
    {
        await answers.KeepAsync("a", new SharedAnswer("1", TimeSpan.FromSeconds(1)), default).ConfigureAwait(false);
        await answers.KeepAsync("b", new SharedAnswer("2", Hour), default).ConfigureAwait(false);
        long begun = TimeProvider.System.GetTimestamp();
        while (await TextAsync(answers, "a").ConfigureAwait(false) is not null)
        {
            Expect.True(TimeProvider.System.GetElapsedTime(begun) < Patience);
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        }

        Expect.Equal("2", await TextAsync(answers, "b").ConfigureAwait(false));
    }

    private static async Task CompeteAsync(ISharedAnswers answers)
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (int i = 0; i < 20; i++)
            {
                await answers.KeepAsync($"{writer}-{i}", new SharedAnswer($"{i}", Hour), default).ConfigureAwait(false);
                Expect.Equal($"{i}", await TextAsync(answers, $"{writer}-{i}").ConfigureAwait(false));
            }
        }))).ConfigureAwait(false);
    }

    private static async Task GiveUpAsync(ISharedAnswers answers)
    {
        var given = new CancellationToken(canceled: true);
        await Expect.ThrowsAnyAsync<OperationCanceledException>(() => answers.FindAsync("a", given).AsTask()).ConfigureAwait(false);
        await Expect.ThrowsAnyAsync<OperationCanceledException>(() => answers.KeepAsync("a", new SharedAnswer("1", Hour), given).AsTask()).ConfigureAwait(false);
        Expect.Equal(null, await TextAsync(answers, "a").ConfigureAwait(false));
    }

    private static async Task<string?> TextAsync(ISharedAnswers answers, string key) => (await answers.FindAsync(key, default).ConfigureAwait(false))?.Text;
}
