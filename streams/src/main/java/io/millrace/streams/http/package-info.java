/** The door for people and monitors: live state as JSON, health, metrics. A shell; nothing is decided here. */
@NullMarked
package io.millrace.streams.http;

import org.jspecify.annotations.NullMarked;
