using System.Net;
using System.Net.Sockets;
using System.Text;
using IntelMQ.Bots.Lookups;

namespace IntelMQ.Bots.Experts;

/// <summary>
/// Many addresses in one question to Team Cymru's whois service: <c>begin</c>, <c>verbose</c>, an address a line, <c>end</c>. Of an address
/// that the answer does not mention, nothing is known but that it was not answered.
/// </summary>
internal sealed class CymruBulk(TimeSpan keptFor)
{
    private const int MaxBytes = 8 << 20;

    private readonly Dictionary<IPAddress, TaskCompletionSource<Answer<CymruOrigin?>>> _wanted = [];

    /// <summary>Adds an address to the question.</summary>
    public Task<Answer<CymruOrigin?>> AskAsync(IPAddress address)
    {
        if (!_wanted.TryGetValue(address, out TaskCompletionSource<Answer<CymruOrigin?>>? answer))
            _wanted.Add(address, answer = new(TaskCreationOptions.RunContinuationsAsynchronously));
        return answer.Task;
    }

    /// <summary>Asks; what goes wrong is what those get who wait.</summary>
    /// <param name="connect">Connects to the service.</param>
    /// <param name="cancellationToken">Ends it, also for want of time.</param>
    public async Task SendAsync(Func<CancellationToken, Task<Stream>> connect, CancellationToken cancellationToken)
    {
        if (_wanted.Count == 0)
            return;
        try
        {
            Stream stream = await connect(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                string question = $"begin\nverbose\n{string.Join('\n', _wanted.Keys)}\nend\n";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(question), cancellationToken).ConfigureAwait(false);
                Read(Encoding.UTF8.GetString(await TextConnection.ReadAsync(stream, "Team Cymru's whois service", MaxBytes, cancellationToken).ConfigureAwait(false)));
            }

            Fail(new LookupException("Team Cymru's whois service did not answer for every address."));
        }
        catch (OperationCanceledException exception)
        {
            Fail(new LookupException("Team Cymru's whois service gave no whole answer in time.", exception));
        }
#pragma warning disable CA1031 // Nobody may be left to wait for ever.
        catch (Exception exception)
        {
            Fail(exception is SocketException or (IOException and not LookupException) ? new LookupException($"Team Cymru's whois service gave no answer: {exception.Message}", exception) : exception);
        }
#pragma warning restore CA1031
    }

    // AS | address | network | country | registry | date | name, in lines; the first line is a greeting.
    private void Read(string answer)
    {
        var rows = new Dictionary<IPAddress, List<string[]>>();
        foreach (string line in answer.Split('\n'))
        {
            string[] cells = line.Split('|', 7);
            if (cells.Length < 7 || !IPAddress.TryParse(cells[1].Trim(), out IPAddress? address) || !_wanted.ContainsKey(address))
                continue;
            if (!rows.TryGetValue(address, out List<string[]>? known))
                rows.Add(address, known = []);
            known.Add(cells);
        }

        foreach ((IPAddress address, List<string[]> cells) in rows)
            _wanted[address].TrySetResult(new(OriginOf(cells), keptFor));
    }

    private static CymruOrigin? OriginOf(List<string[]> rows)
    {
        CymruOrigin? origin = CymruOrigin.MostSpecific([.. rows.Select(static cells => string.Join('|', cells[0], cells[2], cells[3], cells[4], cells[5]))]);
        if (origin is null || origin == new CymruOrigin(null, null, null, null, null))
            return null;
        string[]? named = origin.Asn is null ? null : rows.Find(cells => CymruOrigin.MostSpecific([string.Join('|', cells[0], cells[2], cells[3], cells[4], cells[5])]) == origin);
        return named is null ? origin : origin with { Name = CymruOrigin.NameOf($"||||{named[6]}") };
    }

    private void Fail(Exception reason)
    {
        foreach (TaskCompletionSource<Answer<CymruOrigin?>> answer in _wanted.Values)
            answer.TrySetException(reason);
    }
}
