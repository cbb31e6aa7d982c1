using System.Text.Json;

namespace IntelMQ.Bots;

/// <summary>The forms of .NET's own types.</summary>
public static class ParameterForms
{
    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static ParameterForm<bool> Boolean { get; } = new BooleanForm();

    /// <summary>A whole number.</summary>
    public static ParameterForm<int> Int32 { get; } = new WholeNumberForm<int>();

    /// <summary>A whole number.</summary>
    public static ParameterForm<long> Int64 { get; } = new WholeNumberForm<long>();

    /// <summary>A number.</summary>
    public static ParameterForm<double> Double { get; } = new DoubleForm();

    /// <summary>A text.</summary>
    public static ParameterForm<string> Text { get; } = new TextForm();

    /// <summary>Any JSON value.</summary>
    public static ParameterForm<JsonElement> Json { get; } = new JsonForm();

    /// <summary>The form that a type declares of itself.</summary>
    /// <typeparam name="T">The type.</typeparam>
    public static ParameterForm<T> Of<T>()
        where T : notnull, IParameterValue<T> => T.Form;

    /// <summary>A time span as a number of a unit.</summary>
    /// <param name="unit"><c>milliseconds</c>, <c>seconds</c>, <c>minutes</c>, <c>hours</c> or <c>days</c>.</param>
    public static ParameterForm<TimeSpan> Duration(string unit) => new DurationForm(unit);

    /// <summary>One of several words.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    /// <param name="words">Each value and its word in configuration.</param>
    public static ParameterForm<T> Choice<T>(params (string Word, T Value)[] words)
        where T : struct, Enum => new ChoiceForm<T>(words);

    /// <summary>A list.</summary>
    /// <typeparam name="T">The items.</typeparam>
    /// <param name="item">The form of an item.</param>
    public static ParameterForm<IReadOnlyList<T>> ReadOnlyList<T>(ParameterForm<T> item)
        where T : notnull => new ListForm<IReadOnlyList<T>, T>(item, static items => items);

    /// <summary>A list.</summary>
    /// <typeparam name="T">The items.</typeparam>
    /// <param name="item">The form of an item.</param>
    public static ParameterForm<IList<T>> List<T>(ParameterForm<T> item)
        where T : notnull => new ListForm<IList<T>, T>(item, static items => items);

    /// <summary>A map from texts.</summary>
    /// <typeparam name="T">The values.</typeparam>
    /// <param name="value">The form of a value.</param>
    public static ParameterForm<IReadOnlyDictionary<string, T>> ReadOnlyMap<T>(ParameterForm<T> value)
        where T : notnull => new MapForm<IReadOnlyDictionary<string, T>, T>(value, static map => map);

    /// <summary>A map from texts.</summary>
    /// <typeparam name="T">The values.</typeparam>
    /// <param name="value">The form of a value.</param>
    public static ParameterForm<IDictionary<string, T>> Map<T>(ParameterForm<T> value)
        where T : notnull => new MapForm<IDictionary<string, T>, T>(value, static map => map);
}
