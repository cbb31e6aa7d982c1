using System.Collections.Frozen;
using IntelMQ.Harmonization;

namespace IntelMQ.Formats;

/// <summary>Where ECS puts what IntelMQ classifies: <c>event.kind</c>, <c>event.category</c>, <c>event.type</c>.</summary>
/// <param name="Kind">The kind of document.</param>
/// <param name="Category">The category.</param>
/// <param name="Type">The type within the category; one that ECS expects there.</param>
internal sealed record EcsCategories(string Kind, string Category, string Type)
{
    private static readonly EcsCategories Indicator = new("enrichment", "threat", "indicator");
    private static readonly EcsCategories Attack = new("alert", "intrusion_detection", "info");
    private static readonly EcsCategories Weakness = new("state", "vulnerability", "info");
    private static readonly EcsCategories Infection = new("alert", "malware", "info");
    private static readonly EcsCategories Mail = new("alert", "email", "info");

    private static readonly FrozenDictionary<string, EcsCategories> ByTaxonomy = new Dictionary<string, EcsCategories>(StringComparer.Ordinal)
    {
        [ClassificationTaxonomy.MaliciousCode] = Indicator,
        [ClassificationTaxonomy.Other] = Indicator,
        [ClassificationTaxonomy.Fraud] = Indicator,
        [ClassificationTaxonomy.Vulnerable] = Weakness,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, EcsCategories> ByType = new Dictionary<string, EcsCategories>(StringComparer.Ordinal)
    {
        [ClassificationType.InfectedSystem] = Infection,
        [ClassificationType.Malware] = Infection,
        [ClassificationType.Spam] = Mail,
        [ClassificationType.Misconfiguration] = Weakness,
        [ClassificationType.BruteForce] = new("alert", "authentication", "info"),
        [ClassificationType.Scanner] = new("alert", "network", "info"),
        [ClassificationType.Ddos] = new("alert", "network", "info"),
        [ClassificationType.Dos] = new("alert", "network", "info"),
        [ClassificationType.DataLeak] = new("alert", "file", "info"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The categories of a classification type.</summary>
    public static EcsCategories Of(string? type)
        => type is null ? Attack : ByType.GetValueOrDefault(type) ?? ByTaxonomy.GetValueOrDefault(ClassificationTaxonomy.Of(type), Attack);
}
