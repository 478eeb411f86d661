/** The vault's door for gateways. */
@NullMarked
package io.millrace.privacy.http;

import org.jspecify.annotations.NullMarked;
