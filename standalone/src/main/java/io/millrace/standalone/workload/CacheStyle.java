package io.millrace.standalone.workload;

/** What a provider reports of its prompt cache. */
enum CacheStyle {
    NONE,
    READ,
    READ_AND_WRITE
}
