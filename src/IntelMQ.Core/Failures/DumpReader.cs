using System.Text.Json;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Failures;

/// <summary>
/// Reads a JSON object from a stream member by member, and others that stand behind it, as where dumps were put into one file; no more of
/// it than one member is in memory.
/// </summary>
internal sealed class DumpReader(Stream input)
{
    private byte[] _buffer = new byte[64 << 10];
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = JsonLimits.MaxDepth, AllowMultipleValues = true });
    private int _start;
    private int _end;
    private bool _ended;
    private bool _started;
    private bool _opened;
    private bool _any;
    private int _valueStart;
    private int _valueEnd;

    /// <summary>The member's name.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The member's value as JSON; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Value => _buffer.AsMemory(_valueStart, _valueEnd - _valueStart);

    /// <summary>What is wrong with the file, where it ended early.</summary>
    public string? Fault { get; private set; }

    /// <summary>Goes to the next member.</summary>
    /// <returns>Whether there is one.</returns>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (Fault is null)
        {
            switch (TryNext())
            {
                case Step.Member:
                    return true;
                case Step.End:
                    return false;
                case Step.Again:
                    continue;
            }

            if (Fault is null)
                await FillAsync(cancellationToken).ConfigureAwait(false);
        }

        return false;
    }

    private Step TryNext()
    {
        if (!_started)
        {
            if (_end - _start < 3 && !_ended)
                return Step.More;
            _start += _buffer.AsSpan(_start, _end - _start).StartsWith("\uFEFF"u8) ? 3 : 0;
            _started = true;
        }

        try
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _ended, _state);
            if (!_opened)
            {
                if (!reader.Read())
                    return _any && _ended ? Step.End : Starved("is empty");
                if (reader.TokenType != JsonTokenType.StartObject)
                    return Fail(_any ? "The file has something behind its entries that is no JSON object." : "The file is not a JSON object.");
                _opened = _any = true;
                Keep(reader);
                return Step.Again;
            }

            if (!reader.Read())
                return Starved("ends within an entry");
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                _opened = false;
                Keep(reader);
                return Step.Again;
            }

            string key = JsonStrings.TextOf(ref reader);
            if (!reader.Read())
                return Starved("ends within an entry");
            int start = _start + (int)reader.TokenStartIndex;
            if (!reader.TrySkip())
                return Starved("ends within an entry");
            (Key, _valueStart) = (key, start);
            Keep(reader);
            _valueEnd = _start;
            return Step.Member;
        }
        catch (JsonException exception)
        {
            return Fail($"The file is not JSON from here on: {exception.Message}");
        }
    }

    private void Keep(Utf8JsonReader reader)
    {
        _start += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
    }

    private Step Starved(string reason) => _ended ? Fail($"The file {reason}.") : Step.More;

    private Step Fail(string reason)
    {
        Fault = reason;
        return Step.End;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end >= IntelMQDump.MaxEntryBytes)
        {
            Fault = $"The entry is larger than {IntelMQDump.MaxEntryBytes} bytes.";
            return;
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, IntelMQDump.MaxEntryBytes));
        // As much as there is room for: each attempt reads the entry from its start, so attempts must be few.
        int read = await input.ReadAtLeastAsync(_buffer.AsMemory(_end), _buffer.Length - _end, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        _ended = read < _buffer.Length - _end;
        _end += read;
    }

    private enum Step
    {
        More,
        Member,
        Again,
        End,
    }
}
