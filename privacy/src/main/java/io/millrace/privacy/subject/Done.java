package io.millrace.privacy.subject;

/**
 * What was done in a store.
 *
 * @param store a table, a topic or the vault
 * @param amount rows, records or keys; from 0
 */
public record Done(String store, long amount) {}
