import { useEffect } from "react";

/**
 * Stands for react-style-singleton, with which Radix keeps the page behind a dialog from scrolling: the component that
 * it returns has the document adopt a style sheet while any of it is mounted. A content security policy allows that
 * without a nonce, other than the <style> element of the original.
 */
export function styleSingleton() {
  let sheet: CSSStyleSheet | undefined;
  let mounted = 0;
  return function Style({ styles }: { styles: string }) {
    useEffect(() => {
      if (mounted++ === 0) {
        sheet = new CSSStyleSheet();
        sheet.replaceSync(styles);
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      }
      return () => {
        if (--mounted > 0) return;
        document.adoptedStyleSheets = document.adoptedStyleSheets.filter((adopted) => adopted !== sheet);
      };
    }, [styles]);
    return null;
  };
}
