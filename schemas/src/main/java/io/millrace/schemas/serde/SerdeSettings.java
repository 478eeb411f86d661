package io.millrace.schemas.serde;

/**
 * What a serializer or deserializer is configured to.
 *
 * @param autoRegister whether a new schema is registered on first use, or only looked up
 * @param specificReader whether records are read into generated classes, or into generic records of the written schema
 */
record SerdeSettings(RegistrySettings registry, boolean autoRegister, boolean specificReader) {}
