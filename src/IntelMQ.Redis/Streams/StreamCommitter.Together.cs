using IntelMQ.Pipelines;
using IntelMQ.Redis.Server;
using IntelMQ.State;
using StackExchange.Redis;

namespace IntelMQ.Redis.Streams;

// A script takes each argument as text of its own and hashes it byte by byte, which for messages costs the server more than storing them. So
// where nothing but the leases can stand against a commit, only what is settled goes by the script, and the messages beside it, in one transaction
// on condition that the leases are what they were.
internal sealed partial class StreamCommitter
{
    // Below, the script's text costs more than it saves.
    private const int MinTogether = 16;

    private bool MayGoTogether(string mode, UnitOfWork work, List<StreamOutput> outputs)
        => mode == "commit"
            && work.Changes.Count == 0
            && (work.Number == 0 || work.Number != _doubtful)
            && outputs.TrueForAll(static output => output.Queue.Capacity is null)
            && outputs.Sum(static output => output.Messages.Count) >= MinTogether;

    private async ValueTask<RedisResult?> RunTogetherAsync(UnitOfWork work, List<StreamOutput> outputs, StreamQueue? queue, List<StreamInput> inputs)
    {
        RedisArguments arguments = _arguments.Build("commit", work, [], queue, inputs);
        (arguments.List[0], arguments.List[1]) = (StreamScripts.Commit.Text, "0");
        return await _broker.Server.RunTogetherAsync(
            _broker.Options.StateDatabase,
            inputs.Select(input => Condition.HashEqual(queue!.Leases, input.Part.Number, input.Fence)),
            transaction =>
            {
                Task<RedisResult> answer = transaction.ExecuteAsync("EVAL", arguments.List);
                foreach (StreamOutput output in outputs)
                {
                    foreach ((int part, byte[] message, byte[] envelope) in output.Messages)
                        _ = transaction.StreamAddAsync(output.Queue.Streams + RedisArguments.TextOf(part), [new("m", message), new("e", envelope)], flags: CommandFlags.FireAndForget);
                }

                return answer;
            }).ConfigureAwait(false);
    }
}
