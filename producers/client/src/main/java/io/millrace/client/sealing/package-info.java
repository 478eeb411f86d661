/** What a gateway seals of a record before it is kept anywhere, and the keys it does so with. */
@NullMarked
package io.millrace.client.sealing;

import org.jspecify.annotations.NullMarked;
