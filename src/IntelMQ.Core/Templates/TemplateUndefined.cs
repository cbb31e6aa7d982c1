namespace IntelMQ.Templates;

/// <summary>What a name stands for that nobody gave a value: false, empty as text and list, and without members.</summary>
internal sealed class TemplateUndefined
{
    private TemplateUndefined()
    {
    }

    public static TemplateUndefined Value { get; } = new();
}
