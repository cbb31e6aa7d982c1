using System.Globalization;
using System.Text.Json;

namespace IntelMQ.Bots;

/// <summary>A parameter that is a property of a class.</summary>
/// <typeparam name="T">The property's type, without <c>?</c>.</typeparam>
internal sealed class ParameterDescriptor<T> : ParameterDescriptor
    where T : notnull
{
    private const int MaxShown = 80;

    private readonly ParameterForm<T> _form;
    private readonly Func<OptionsPart, (bool IsGiven, T? Value)> _get;
    private readonly Action<OptionsPart, bool, T?> _set;

    public ParameterDescriptor(string name, Type declaredBy, ParameterForm<T> form, Func<OptionsPart, (bool IsGiven, T? Value)> get, Action<OptionsPart, bool, T?> set, ParameterRules rules)
        : base(name, declaredBy, rules)
    {
        ArgumentNullException.ThrowIfNull(form);
        _form = form;
        _get = get;
        _set = set;
    }

    public override string Words => _form.Words;

    public override bool IsSecret => _form.IsSecret;

    public override bool TryWriteValue(Utf8JsonWriter writer, OptionsPart options)
    {
        (bool isGiven, T? value) = _get(options);
        if (value is Secret { Reference: null, IsEmpty: false })
            return false;
        if (isGiven)
            _form.Write(writer, value!);
        else
            writer.WriteNullValue();
        return true;
    }

    internal override string? Set(OptionsPart options, JsonElement json, ParameterReading reading)
    {
        // IntelMQ's files say null for "not set": the default stays where the parameter cannot be null.
        if (json.ValueKind == JsonValueKind.Null)
        {
            if (Rules.IsNullable)
                _set(options, false, default);
            return null;
        }

        reading.Begin();
        if (_form.TryRead(json, reading, out T? value))
        {
            _set(options, true, value);
            return null;
        }

        return reading.Problem is { } problem ? $"{Name} cannot be used: {problem}." : $"{Name} cannot be {Shown(json)}: it must be {_form.Expected}.";
    }

    internal override void Check(OptionsPart options, ICollection<string> complaints)
    {
        (bool isGiven, T? value) = _get(options);
        if (Rules.Required is { } advice && (!isGiven || _form.IsNothing(value!)))
            complaints.Add($"{Name} is missing: {advice}.");
        if (!isGiven)
            return;

        if (Rules.HasRange && _form.Measure(value!) is { } number && !Rules.Holds(number))
            complaints.Add(string.Create(CultureInfo.InvariantCulture, $"{Name} is {number}, but must be {Rules.RangeWords()}."));
        foreach (string text in _form.Choices(value!))
            CheckText(text, complaints);
    }

    internal override bool IsMissingIn(OptionsPart options)
    {
        (bool isGiven, T? value) = _get(options);
        return !isGiven || _form.IsNothing(value!);
    }

    internal override ParameterDescriptor Within<TOwner, TPart>(Func<TOwner, TPart> part)
        => new ParameterDescriptor<T>(
            Name,
            DeclaredBy,
            _form,
            options => _get(part((TOwner)options)),
            (options, isGiven, value) => _set(part((TOwner)options), isGiven, value),
            Rules);

    private protected override void WriteForm(Utf8JsonWriter writer) => _form.WriteSchema(writer);

    private protected override void WriteDefault(Utf8JsonWriter writer, OptionsPart defaults)
    {
        (bool isGiven, T? value) = _get(defaults);
        if (!isGiven || IsSecret)
            return;
        writer.WritePropertyName("default"u8);
        _form.Write(writer, value!);
    }

    private void CheckText(string text, ICollection<string> complaints)
    {
        if (Rules.AllowedValues.Count > 0 && !IsLeftOut(text) && !Rules.AllowedValues.Contains(text, StringComparer.Ordinal))
            complaints.Add($"{Name} cannot be '{Cut(text)}': it must be {(Rules.AllowedValues.Count == 2 ? string.Join(" or ", Rules.AllowedValues) : $"one of {string.Join(", ", Rules.AllowedValues)}")}.");
        if (Rules.Reaches is Outside.File or Outside.Folder && text.Contains('\0', StringComparison.Ordinal))
            complaints.Add($"{Name} holds a NUL character, so it is no path.");
    }

    private bool IsLeftOut(string text) => text.Length == 0 && (Rules.IsNullable || Rules.Required is not null);

    private string Shown(JsonElement json) => IsSecret ? "what is given" : Cut(json.GetRawText());

    private static string Cut(string text) => text.Length <= MaxShown ? text : text[..MaxShown] + "...";
}
