using System.Buffers.Binary;
using System.Text;
using IntelMQ.Text;

namespace IntelMQ.State;

/// <summary>Everything that a <see cref="FileStateStore"/> knows, in memory, and its form in the file.</summary>
internal sealed class StateIndex(TimeProvider time)
{
    private const int RecordSize = 1 << 20;

    private readonly Dictionary<string, StateFileSpace> _byName = new(StringComparer.Ordinal);
    private readonly List<StateFileSpace> _spaces = [];

    // Keys are forgotten by it.
    private readonly StateClock _line = new(time);
    private StateMark? _marked;
    private StateMark? _writing;

    /// <summary>Finds a space.</summary>
    /// <exception cref="InvalidOperationException">It was not opened.</exception>
    public StateFileSpace Find(string name)
        => _byName.TryGetValue(name, out StateFileSpace? space) ? space : throw new InvalidOperationException($"The space {name} was not opened.");

    /// <summary>Opens a space, which may have to be written down then.</summary>
    public StateFileSpace Open(StateSpaceDeclaration declaration)
    {
        if (!_byName.TryGetValue(declaration.Name, out StateFileSpace? known))
            return Add(declaration);
        if (known.Declaration.Kind != declaration.Kind)
            throw new InvalidDataException($"The space {declaration.Name} holds {known.Declaration.Kind}, but was asked for {declaration.Kind}.");
        known.IsWritten &= known.Declaration.MaxKeys == declaration.MaxKeys;
        known.Declaration = declaration;
        known.Content.Redeclare(declaration);
        return known;
    }

    /// <summary>Everything that the file holds is read: time goes on from where it ended.</summary>
    public void EndReading()
    {
        if (_marked is { } mark)
            _line.GoOn(mark);
    }

    /// <summary>Adds a mark of the time line to a record, where the file does not say about the same; <see cref="IsMarked"/> once it is stored.</summary>
    public void WriteMark(Utf8Buffer record)
    {
        StateMark mark = _line.Mark;
        _writing = mark.IsNewsAfter(_marked) ? mark : _marked;
        if (_writing != _marked)
            StateLog.WriteMark(record, mark);
    }

    /// <summary>The file holds the last mark that was written.</summary>
    public void IsMarked() => _marked = _writing;

    /// <summary>Writes a change as it stands in the file.</summary>
    public static void Write(Utf8Buffer output, StateFileSpace space, in StateChange change)
    {
        if (space.Content is MemoryKeySpace keys)
        {
            if (change.IsRemoval)
                throw MemoryKeySpace.NoRemoval(change.Space);
            StateLog.WriteKey(output, space.Number, MemoryKeySpace.DigestOf(change.Key.Span).FirstHalf, keys.ExpiryOf(change.Expires));
        }
        else if (change.IsRemoval)
        {
            StateLog.WriteRemoval(output, space.Number, change.Key.Span);
        }
        else
        {
            StateLog.WriteValue(output, space.Number, new StateEntry(change.Key, change.Value, change.Expires));
        }
    }

    /// <summary>Takes over the content of a record.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public void Read(ReadOnlySpan<byte> content)
    {
        try
        {
            while (!content.IsEmpty)
                content = content[ReadOne(content)..];
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new InvalidDataException("A record ends too early.", exception);
        }
    }

    /// <summary>Writes everything, in records.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> WriteAll()
    {
        var record = new Utf8Buffer(RecordSize + 4096);
        Begin(record);
        StateLog.WriteMark(record, _line.Mark);
        foreach (StateFileSpace space in _spaces)
        {
            StateLog.WriteSpace(record, space.Number, space.Declaration);
            if (space.Content is MemoryKeySpace keys)
            {
                foreach ((UInt128 key, uint expiry) in keys.Keys.Entries())
                {
                    StateLog.WriteKey(record, space.Number, key, expiry);
                    if (record.Length >= RecordSize)
                        yield return End(record);
                }
            }
            else
            {
                foreach (StateEntry entry in ((MemoryValueSpace)space.Content).ReadInOrder())
                {
                    StateLog.WriteValue(record, space.Number, entry);
                    if (record.Length >= RecordSize)
                        yield return End(record);
                }
            }
        }

        if (record.Length > StateLog.HeadSize)
            yield return End(record);

        static ReadOnlyMemory<byte> End(Utf8Buffer record)
        {
            byte[] sealedRecord = StateLog.Sealed(record);
            Begin(record);
            return sealedRecord;
        }
    }

    /// <summary>Begins a record.</summary>
    public static void Begin(Utf8Buffer record)
    {
        record.Clear();
        record.GetSpan(StateLog.HeadSize)[..StateLog.HeadSize].Clear();
        record.Advance(StateLog.HeadSize);
    }

    private StateFileSpace Add(StateSpaceDeclaration declaration)
    {
        if (_spaces.Count == ushort.MaxValue)
            throw new InvalidOperationException("The store holds as many spaces as it can.");
        var space = new StateFileSpace((ushort)_spaces.Count, declaration, MemoryStateSpace.Create(declaration, time, _line));
        _spaces.Add(space);
        _byName.Add(declaration.Name, space);
        return space;
    }

    private int ReadOne(ReadOnlySpan<byte> content)
    {
        ushort number = BinaryPrimitives.ReadUInt16LittleEndian(content[1..]);
        switch (content[0])
        {
            case StateLog.Space:
                int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(content[4..]);
                long maxKeys = BinaryPrimitives.ReadInt64LittleEndian(content[6..]);
                var declaration = new StateSpaceDeclaration(Encoding.UTF8.GetString(content.Slice(14, nameLength)), (StateSpaceKind)content[3]) { MaxKeys = maxKeys < 0 ? null : maxKeys };
                StateFileSpace space = Open(declaration);
                if (space.Number != number)
                    throw new InvalidDataException($"The space {declaration.Name} has two numbers.");
                space.IsWritten = true;
                return 14 + nameLength;
            case StateLog.Key:
                Keys(number).Keys.Add(BinaryPrimitives.ReadUInt128LittleEndian(content[3..]), BinaryPrimitives.ReadUInt32LittleEndian(content[19..]));
                return 23;
            case StateLog.Value:
                int keyLength = BinaryPrimitives.ReadUInt16LittleEndian(content[3..]);
                int valueLength = BinaryPrimitives.ReadInt32LittleEndian(content[5..]);
                long ticks = BinaryPrimitives.ReadInt64LittleEndian(content[9..]);
                Values(number).Apply(new StateChange("", content.Slice(17, keyLength).ToArray())
                {
                    Value = content.Slice(17 + keyLength, valueLength).ToArray(),
                    Expires = ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero),
                });
                return 17 + keyLength + valueLength;
            case StateLog.Removal:
                int length = BinaryPrimitives.ReadUInt16LittleEndian(content[3..]);
                Values(number).Apply(new StateChange("", content.Slice(5, length).ToArray()) { IsRemoval = true });
                return 5 + length;
            case StateLog.Mark:
                StateMark mark = StateLog.ReadMark(content);
                _marked = mark;
                _line.StandAt(mark);
                return StateLog.MarkSize;
            default:
                throw new InvalidDataException($"A change of kind {content[0]} is not known.");
        }
    }

    private MemoryKeySpace Keys(ushort number)
        => number < _spaces.Count && _spaces[number].Content is MemoryKeySpace keys ? keys : throw new InvalidDataException($"There is no space of keys with the number {number}.");

    private MemoryValueSpace Values(ushort number)
        => number < _spaces.Count && _spaces[number].Content is MemoryValueSpace values ? values : throw new InvalidDataException($"There is no space of values with the number {number}.");
}
