using System.Collections.Frozen;

namespace IntelMQ.Bots.Parsers.Misp;

/// <summary>The members of MISP's events, objects and attributes, as its format has them; others are new.</summary>
internal static class MispMembers
{
    public static FrozenSet<string> Event { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "id", "orgc_id", "org_id", "date", "threat_level_id", "info", "published", "uuid", "attribute_count", "analysis", "timestamp", "distribution", "proposal_email_lock", "locked",
        "publish_timestamp", "sighting_timestamp", "sharing_group_id", "disable_correlation", "extends_uuid", "protected", "event_creator_email", "event_creator_user_id", "Org", "Orgc", "SharingGroup", "Attribute",
        "ShadowAttribute", "RelatedEvent", "Galaxy", "Object", "EventReport", "CryptographicKey", "Tag", "EventTag", "deleted", "ThreatLevel", "warnings", "Feed", "Server", "extensionEvents", "objects");

    public static FrozenSet<string> Object { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "id", "name", "meta-category", "description", "template_uuid", "template_version", "event_id", "uuid", "timestamp", "distribution", "sharing_group_id", "comment", "deleted", "first_seen",
        "last_seen", "ObjectReference", "Attribute", "SharingGroup", "Tag", "ObjectTag", "Event");

    public static FrozenSet<string> Attribute { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "id", "event_id", "object_id", "object_relation", "object_uuid", "category", "type", "value", "value1", "value2", "to_ids", "uuid", "timestamp", "distribution", "sharing_group_id",
        "comment", "deleted", "disable_correlation", "first_seen", "last_seen", "Tag", "AttributeTag", "Galaxy", "ShadowAttribute", "Sighting", "Event", "Object", "SharingGroup", "RelatedAttribute", "data",
        "batch_import", "old_id", "event_uuid", "event_distribution", "decay_score", "warnings", "image", "objectType", "hasFiles");
}
