using System.Diagnostics.CodeAnalysis;

namespace IntelMQ.Harmonization;

/// <summary>The harmonization types, under the names that they have in <c>harmonization.conf</c>.</summary>
public static class HarmonizationTypes
{
    /// <summary>A percentage, 0 to 100.</summary>
    public static HarmonizationType Accuracy { get; } = new AccuracyType();

    /// <summary>The number of an autonomous system, 1 to 4294967295.</summary>
    public static HarmonizationType ASN { get; } = new AsnType();

    /// <summary>Bytes, as Base64.</summary>
    public static HarmonizationType Base64 { get; } = new Base64Type();

    /// <summary>True or false.</summary>
    public static HarmonizationType Boolean { get; } = new BooleanType();

    /// <summary>A class of incidents.</summary>
    public static HarmonizationType ClassificationTaxonomy { get; } = new ClassificationTaxonomyType();

    /// <summary>A type of incident.</summary>
    public static HarmonizationType ClassificationType { get; } = new ClassificationTypeType();

    /// <summary>A time in UTC.</summary>
    public static HarmonizationType DateTime { get; } = new DateTimeType();

    /// <summary>A number.</summary>
    public static HarmonizationType Float { get; } = new FloatType();

    /// <summary>A host name.</summary>
    public static HarmonizationType FQDN { get; } = new FqdnType();

    /// <summary>Any text.</summary>
    public static HarmonizationType GenericType { get; } = new StringType("GenericType");

    /// <summary>A whole number, without bounds.</summary>
    public static HarmonizationType Integer { get; } = new IntegerType();

    /// <summary>An IPv4 or IPv6 address.</summary>
    public static HarmonizationType IPAddress { get; } = new IPAddressType();

    /// <summary>A network in prefix notation.</summary>
    public static HarmonizationType IPNetwork { get; } = new IPNetworkType();

    /// <summary>JSON, as text.</summary>
    public static HarmonizationType JSON { get; } = new JsonType();

    /// <summary>A JSON object, as text.</summary>
    public static HarmonizationType JSONDict { get; } = new JsonDictType();

    /// <summary>Text in lower case.</summary>
    public static HarmonizationType LowercaseString { get; } = new LowercaseStringType();

    /// <summary>A regional internet registry.</summary>
    public static HarmonizationType Registry { get; } = new RegistryType();

    /// <summary>Any text.</summary>
    public static HarmonizationType String { get; } = new StringType("String");

    /// <summary>A colour of the Traffic Light Protocol, version 1.</summary>
    public static HarmonizationType TLP { get; } = new TlpType();

    /// <summary>Text in upper case.</summary>
    public static HarmonizationType UppercaseString { get; } = new UppercaseStringType();

    /// <summary>A URL with a host.</summary>
    public static HarmonizationType URL { get; } = new UrlType();

    /// <summary>All types.</summary>
    public static IReadOnlyList<HarmonizationType> All { get; } =
    [
        Accuracy, ASN, Base64, Boolean, ClassificationTaxonomy, ClassificationType, DateTime, Float, FQDN, GenericType, Integer, IPAddress,
        IPNetwork, JSON, JSONDict, LowercaseString, Registry, String, TLP, UppercaseString, URL,
    ];

    /// <summary>Finds a type by its exact name.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out HarmonizationType? type)
    {
        type = All.FirstOrDefault(known => known.Name == name);
        return type is not null;
    }
}
