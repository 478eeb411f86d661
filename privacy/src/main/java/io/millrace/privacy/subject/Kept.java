package io.millrace.privacy.subject;

/**
 * What is left after an erasure.
 *
 * @param store where
 * @param what what of the subject
 * @param why the reason
 * @param until when it goes, or why it need not
 */
public record Kept(String store, String what, String why, String until) {}
