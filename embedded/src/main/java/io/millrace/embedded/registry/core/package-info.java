/** What a schema registry decides, without HTTP and without Kafka. */
@NullMarked
package io.millrace.embedded.registry.core;

import org.jspecify.annotations.NullMarked;
