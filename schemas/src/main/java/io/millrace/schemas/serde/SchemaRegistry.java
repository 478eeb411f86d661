package io.millrace.schemas.serde;

import org.apache.avro.Schema;

/** Where schemas live. Implementations are thread-safe and remember what they have seen. */
public interface SchemaRegistry {
    /** The id of the schema under the subject, registered if it is new there. */
    int register(String subject, Schema schema);

    /** The id of a schema that is already there; {@link RegistryException} when it is not. */
    int lookup(String subject, Schema schema);

    /** The schema with this id; {@link UnreadableRecordException} with UNKNOWN_SCHEMA when there is none. */
    Schema byId(int id);
}
