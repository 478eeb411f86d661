package io.millrace.schemas.config;

/** What was given for a key, and where: {@code variable MILLRACE_STREAMS_THREADS}, {@code file …} or {@code argument}. */
record SettingText(String text, String origin) {}
