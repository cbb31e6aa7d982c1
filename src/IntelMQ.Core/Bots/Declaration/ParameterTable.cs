using System.Buffers;
using System.Text.Json;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>All parameters of an options class: read, checked and written together. Made by the generator.</summary>
public sealed class ParameterTable
{
    private readonly Dictionary<string, ParameterDescriptor> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ParameterDescriptor> _byNameWithoutCase = new(StringComparer.OrdinalIgnoreCase);
    private readonly IReadOnlyList<Func<OptionsPart, OptionsPart>> _parts;

    internal ParameterTable(IReadOnlyList<ParameterDescriptor> parameters, IReadOnlyList<Func<OptionsPart, OptionsPart>> parts)
    {
        All = parameters;
        _parts = parts;
        foreach (ParameterDescriptor parameter in parameters)
        {
            if (!_byName.TryAdd(parameter.Name, parameter) || !_byNameWithoutCase.TryAdd(parameter.Name, parameter))
                throw new ArgumentException($"The parameter '{parameter.Name}' is declared twice.", nameof(parameters));
        }
    }

    /// <summary>No parameters.</summary>
    public static ParameterTable Empty { get; } = new([], []);

    /// <summary>All parameters: those of base classes first, each class's in the order of its properties.</summary>
    public IReadOnlyList<ParameterDescriptor> All { get; }

    internal IReadOnlyList<Func<OptionsPart, OptionsPart>> Parts => _parts;

    /// <summary>Fills options from a JSON object and checks them.</summary>
    internal void Read(OptionsPart options, JsonElement parameters, ParameterReading reading, List<string> complaints, ICollection<string> warnings)
    {
        var refused = new HashSet<ParameterDescriptor>();
        if (parameters.ValueKind == JsonValueKind.Object)
            Fill(options, parameters, reading, refused, complaints, warnings);
        else if (parameters.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
            complaints.Add("the parameters are not an object.");
        int read = complaints.Count;
        // A parameter whose value was refused still has its default, of which nothing is to be said.
        Check(options, refused, complaints);
        if (read == 0)
            Validate(options, complaints);
    }

    /// <summary>Checks options that were made in code.</summary>
    internal void CheckAll(OptionsPart options, ICollection<string> complaints)
    {
        Check(options, null, complaints);
        Validate(options, complaints);
    }

    /// <summary>Writes an object with the parameters that differ from those of other options, or all.</summary>
    internal void Write(Utf8JsonWriter writer, OptionsPart options, OptionsPart? defaults)
    {
        var value = new ArrayBufferWriter<byte>();
        var other = new ArrayBufferWriter<byte>();
        writer.WriteStartObject();
        foreach (ParameterDescriptor parameter in All)
        {
            if (!TryWrite(parameter, options, value) || (defaults is not null && TryWrite(parameter, defaults, other) && value.WrittenSpan.SequenceEqual(other.WrittenSpan)))
                continue;
            writer.WritePropertyName(parameter.Name);
            writer.WriteRawValue(value.WrittenSpan);
        }

        writer.WriteEndObject();
    }

    private static bool TryWrite(ParameterDescriptor parameter, OptionsPart options, ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(buffer);
        bool isWritten = parameter.TryWriteValue(writer, options);
        writer.Flush();
        return isWritten;
    }

    private void Fill(OptionsPart options, JsonElement parameters, ParameterReading reading, HashSet<ParameterDescriptor> refused, List<string> complaints, ICollection<string> warnings)
    {
        Dictionary<string, ParameterDescriptor> known = reading.Source == ParameterSource.Text ? _byNameWithoutCase : _byName;
        foreach (JsonProperty given in parameters.EnumerateObject())
        {
            if (JsonTexts.NameOf(given) is not { } name)
            {
                complaints.Add("the name of a parameter is not valid text.");
            }
            else if (known.TryGetValue(name, out ParameterDescriptor? parameter))
            {
                if (parameter.Set(options, given.Value, reading) is { } complaint)
                {
                    complaints.Add(complaint);
                    refused.Add(parameter);
                }
            }
            else if (reading.Source != ParameterSource.IntelMQ || !HostParameters.Contains(name))
            {
                (reading.Source == ParameterSource.IntelMQ ? warnings : complaints).Add(Unknown(name));
            }
        }
    }

    private string Unknown(string name)
    {
        string? nearest = NearestName.Find(name, _byName.Keys);
        return $"there is no parameter '{name}'{(nearest is null ? "." : $"; did you mean '{nearest}'?")}";
    }

    private void Check(OptionsPart options, HashSet<ParameterDescriptor>? except, ICollection<string> complaints)
    {
        foreach (ParameterDescriptor parameter in All)
        {
            if (except?.Contains(parameter) != true)
                parameter.Check(options, complaints);
        }
    }

    private void Validate(OptionsPart options, ICollection<string> complaints)
    {
        foreach (Func<OptionsPart, OptionsPart> part in _parts)
            part(options).Validate(complaints);
        options.Validate(complaints);
    }
}
