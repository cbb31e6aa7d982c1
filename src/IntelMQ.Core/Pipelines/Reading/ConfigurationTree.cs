using Microsoft.Extensions.Configuration;

namespace IntelMQ.Pipelines;

/// <summary>A section of .NET configuration as a tree. It has texts only, and names without case; what is numbered from 0 is a list.</summary>
internal static class ConfigurationTree
{
    public static DocumentNode Read(IConfiguration section)
    {
        DocumentPlace? place = section is IConfigurationSection named ? new DocumentPlace(named.Path, 0, 0) : null;
        IConfigurationSection[] children = [.. section.GetChildren()];
        if (children.Length == 0)
            return (section as IConfigurationSection)?.Value is { } text ? DocumentNode.OfText(text, place) : DocumentNode.Null(place);
        if (children.All(static child => int.TryParse(child.Key, out _)))
            return DocumentNode.OfList(children.Select(Read), place);
        return DocumentNode.OfMap(children.Select(static child => new DocumentEntry(child.Key, Read(child), new DocumentPlace(child.Path, 0, 0))), place);
    }
}
