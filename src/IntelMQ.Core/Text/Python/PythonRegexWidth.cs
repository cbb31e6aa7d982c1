namespace IntelMQ.Text;

/// <summary>How many characters a part of a pattern takes, which look-behind needs to know.</summary>
internal readonly record struct PythonRegexWidth(long Least, long Most)
{
    /// <summary>As Python's: beyond it, a width counts as unbounded.</summary>
    public const long Unbounded = uint.MaxValue;

    /// <summary>A single character.</summary>
    public static PythonRegexWidth One => new(1, 1);

    /// <summary>One part behind the other.</summary>
    public PythonRegexWidth Then(PythonRegexWidth next) => new(Bound(Least + next.Least), Bound(Most + next.Most));

    /// <summary>One part or the other.</summary>
    public PythonRegexWidth Or(PythonRegexWidth other) => new(Math.Min(Least, other.Least), Math.Max(Most, other.Most));

    /// <summary>The part several times.</summary>
    public PythonRegexWidth Times(long least, long most) => new(Product(Least, least), Product(Most, most));

    private static long Bound(long width) => Math.Min(width, Unbounded);

    private static long Product(long width, long times) => width == 0 || times == 0 ? 0 : width > Unbounded / times ? Unbounded : Bound(width * times);
}
