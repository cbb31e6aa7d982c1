namespace IntelMQ.Bots.Experts;

/// <summary>One question for many values: they are gathered, asked for at once, and each gets its answer.</summary>
internal sealed class MispQuestion
{
    private readonly List<string> _values = [];
    private readonly TaskCompletionSource<Dictionary<string, MispHit>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Asks for a value; called before <see cref="AnswerAsync"/>.</summary>
    public async Task<MispHit?> AskAsync(string value)
    {
        _values.Add(value);
        Dictionary<string, MispHit> hits = await _answer.Task.ConfigureAwait(false);
        return hits.GetValueOrDefault(value);
    }

    /// <summary>Asks for all that was gathered; what goes wrong is told to those who wait.</summary>
    public async Task AnswerAsync(Func<IReadOnlyList<string>, Task<Dictionary<string, MispHit>>> ask)
    {
        if (_values.Count == 0)
            return;
        try
        {
            _answer.SetResult(await ask([.. _values.Distinct(StringComparer.OrdinalIgnoreCase)]).ConfigureAwait(false));
        }
        catch (OperationCanceledException exception)
        {
            // Those of other batches who wait for the same value have not been called off.
            _answer.SetException(new LookupException("The question to MISP was called off.", exception));
        }
#pragma warning disable CA1031 // Whatever went wrong is told to those who wait.
        catch (Exception exception)
        {
            _answer.SetException(exception);
        }
#pragma warning restore CA1031
    }
}
