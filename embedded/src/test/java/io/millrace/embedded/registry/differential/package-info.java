/** Random histories of a registry, beside a simple model of what it should do. */
@NullMarked
package io.millrace.embedded.registry.differential;

import org.jspecify.annotations.NullMarked;
