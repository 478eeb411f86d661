/** Personal values under a key of the person they are about: who has the key can read them, and nobody once it is gone. */
@NullMarked
package io.millrace.schemas.sealing;

import org.jspecify.annotations.NullMarked;
