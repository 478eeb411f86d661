/** The keys of those whom personal values are about: who has a key, what wraps it, and how it goes. No JDBC, no HTTP, no clock. */
@NullMarked
package io.millrace.privacy.vault;

import org.jspecify.annotations.NullMarked;
